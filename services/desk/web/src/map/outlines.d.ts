// The bundler puts such a file beside the page; what is imported is its address.
declare module "*.json" {
  const address: string;
  export default address;
}
